"""What is shown of personal data."""

import pytest

from desktop.domain.masks import (
    mask_address,
    mask_card,
    mask_email,
    mask_identity_number,
    mask_name,
    mask_phone,
)


@pytest.mark.parametrize(
    ("mask", "whole", "shown"),
    [
        (mask_phone, "13800001234", "138****1234"), (mask_phone, "0571-88880012", "0571-******12"), (mask_phone, "95588", "***88"), (mask_phone, "1", "*"),
        (mask_identity_number, "11010519491231002X", "110105********002X"), (mask_identity_number, "E12345678", "E1*****78"),
        (mask_card, "6222000000000000004", "622200*********0004"), (mask_card, "00001234", "****1234"), (mask_name, "张三", "张某"), (mask_name, "张三丰", "张某"),
        (mask_name, "欧阳锋", "欧阳某"), (mask_name, "欧阳", "欧某"), (mask_name, "", ""), (mask_name, "杭州样例公司", "杭州***"),
        (mask_address, "浙江省杭州市滨江区江虹路1号", "浙江省杭州市滨江区****"), (mask_address, "重庆市江北区建新东路8号", "重庆市江北区****"),
        (mask_address, "建新东路8号", "建新****"), (mask_address, "", ""), (mask_email, "zhang@example.cn", "z***@example.cn"), (mask_email, "zhang", "z****"),
    ],
)  # fmt: skip
def test_masks(mask: object, whole: str, shown: str) -> None:
    assert mask(whole) == shown  # type: ignore[operator]
