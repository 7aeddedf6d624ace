"""Stories: what happens to a station, step by step, and what must then be seen on the wire.

```python
story = find("TC_003_CSMS")
result = await run_story(story, Target(url="ws://127.0.0.1:9000", station="CP1"), values={"token": "ABC"})
assert result.has_passed, result.problem
```
"""

from csms_simulator.stories.engine import MissingNeedError, run_story
from csms_simulator.stories.operators import FunctionOperator, Operator, OperatorError, Order, operator_for
from csms_simulator.stories.reading import StoryError, parse, read
from csms_simulator.stories.results import Outcome, Problem, SkippedStory, StepResult, StoryResult
from csms_simulator.stories.shipped import find, left_out, shipped
from csms_simulator.stories.story import Story
from csms_simulator.stories.target import Target

__all__ = [
    "FunctionOperator",
    "MissingNeedError",
    "Operator",
    "OperatorError",
    "Order",
    "Outcome",
    "Problem",
    "SkippedStory",
    "StepResult",
    "Story",
    "StoryError",
    "StoryResult",
    "Target",
    "find",
    "left_out",
    "operator_for",
    "parse",
    "read",
    "run_story",
    "shipped",
]
