"""What the values of three phases make together; None is a phase that was not given."""

_ROOT_OF_THREE = 3**0.5
_SPLIT_PHASE_BELOW_V = 300


def add(l1: float | None, l2: float | None, l3: float | None) -> float | None:
    """Return the sum of the phases that were given."""
    if l1 is None and l2 is None and l3 is None:
        return None
    return _trim((l1 or 0.0) + (l2 or 0.0) + (l3 or 0.0))


def find_largest(l1: float | None, l2: float | None, l3: float | None) -> float | None:
    """Return the phase with the greatest amount, with its sign."""
    largest = l1
    if l2 is not None and (largest is None or abs(l2) > abs(largest)):
        largest = l2
    if l3 is not None and (largest is None or abs(l3) > abs(largest)):
        largest = l3
    return largest


def find_mean(l1: float | None, l2: float | None, l3: float | None) -> float | None:
    """Return the mean of the phases that have a voltage: a station on one phase may report 230 V, 0 V, 0 V."""
    largest = find_largest(l1, l2, l3)
    if largest is None:
        return None
    least = abs(largest) / 2
    total = 0.0
    count = 0
    for number in (l1, l2, l3):
        if number is not None and abs(number) >= least:
            total += number
            count += 1
    return _trim(total / count)


def read_line_voltages(l1_l2: float | None, l2_l3: float | None, l3_l1: float | None) -> tuple[float | None, bool]:
    """Return the voltage of a phase from line-to-line voltages, and whether it had to be computed.

    One such voltage alone, of 208 or 240 V, is that of a load between two lines, and is the load's voltage.
    """
    line_voltage_v = find_mean(l1_l2, l2_l3, l3_l1)
    if line_voltage_v is None:
        return None, False
    is_alone = [l1_l2, l2_l3, l3_l1].count(None) == 2
    if is_alone and line_voltage_v < _SPLIT_PHASE_BELOW_V:
        return line_voltage_v, False
    return _trim(line_voltage_v / _ROOT_OF_THREE), True


def _trim(number: float) -> float:
    """Return a computed number with three decimals (`round` takes ten times as long)."""
    return (number * 1000 + 0.5) // 1 / 1000
