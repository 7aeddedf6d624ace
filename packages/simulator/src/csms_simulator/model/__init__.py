"""What a charging station is and does, without a protocol, a network or a clock: times are handed in.

All times are POSIX seconds. All energies are watt-hours, powers watts, currents amperes, voltages volts, shares
of a battery from 0 to 1.
"""
