"""What an authority's name tells: its rank, its kind, and the words it may use for itself."""

import re
from collections.abc import Sequence

# 立法法 art. 91, 93: departments of the State Council; provinces, districted cities and autonomous prefectures.
_NATIONAL = re.compile(r"^(?:国务院|国家|中华人民共和国|中国(?:人民银行|证券))|部\Z|总局\Z|总署\Z")
_MAY = re.compile(r"(?:省|自治区|市|自治州|地区)(?:人民政府)?\Z")
_KINDS = (
    ("镇", re.compile(r"镇(?:人民政府|政府)?\Z")),
    ("乡", re.compile(r"乡(?:人民政府|政府)?\Z")),
    ("街道", re.compile(r"街道?(?:办事处)?\Z")),
    ("局", re.compile(r"局\Z")),
    ("委", re.compile(r"(?<!管理)委员会\Z|委\Z")),
    ("厅", re.compile(r"厅\Z")),
    ("县", re.compile(r"县(?:人民政府)?\Z")),
    ("区", re.compile(r"区(?:人民政府|管理?委员会|管委会)?\Z")),
    ("市", re.compile(r"市(?:人民政府)?\Z")),
)


def may_make_regulations(names: Sequence[str]) -> bool:
    """False where the names tell that the authority can make no 规章; True where they do not tell."""
    if not names or any(_NATIONAL.search(name) for name in names):
        return True
    return any(_MAY.search(name) for name in names)


def kind_of(names: Sequence[str]) -> str:
    """镇, 乡, 街道, 局 …; empty where the names do not tell."""
    return next((kind for name in names for kind, pattern in _KINDS if pattern.search(name)), "")
