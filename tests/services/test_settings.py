import io

import pytest
from PIL import Image, ImageDraw

from desktop.domain.errors import DomainError
from desktop.services import audit, settings
from desktop.services.desk import Desk


def picture(size: tuple[int, int] = (400, 400), kind: str = "PNG", *, ground: int = 0) -> bytes:
    image = Image.new("RGBA", size, (255, 255, 255, ground))
    ImageDraw.Draw(image).ellipse((10, 10, size[0] - 10, size[1] - 10), outline="red", width=30)
    out = io.BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(out, kind)
    return out.getvalue()


def test_what_was_not_set_has_its_default(desk: Desk) -> None:
    with desk.read() as connection:
        assert settings.value(connection, "branch.hours_from") == "08:30"
        assert not settings.flag(connection, "messages.release_by_itself")


def test_saving_keeps_what_changed_and_says_what_was_before(desk: Desk) -> None:
    saved = settings.save(desk, {"branch.name": "示例银行滨江支行", "branch.hours_from": "08:30"})
    assert saved.previous == {"branch.name": ""}
    assert settings.load(desk)["branch.name"] == "示例银行滨江支行"
    assert audit.recent(desk)[0].action == "settings.saved"
    assert "branch.hours_from" not in audit.recent(desk)[0].facts
    settings.save(desk, saved.previous)
    assert settings.load(desk)["branch.name"] == ""


def test_saving_nothing_new_writes_nothing(desk: Desk) -> None:
    before = audit.head(desk)
    assert not settings.save(desk, {"branch.hours_from": "08:30"}).changes
    assert audit.head(desk) == before


def test_one_bad_value_keeps_all_others_out(desk: Desk) -> None:
    with pytest.raises(DomainError) as refused:
        settings.save(desk, {"branch.name": "新名称", "branch.phone": "1"})
    assert refused.value.field == "branch.phone"
    assert settings.load(desk)["branch.name"] == ""


def test_the_seal_is_kept_replaced_and_removed(desk: Desk) -> None:
    first, second = picture(), picture((500, 500))
    assert settings.save_seal(desk, first).previous is None
    assert settings.save_seal(desk, second).previous == first
    assert settings.seal(desk) == second
    settings.save_seal(desk, None)
    assert settings.seal(desk) is None
    assert [row.action for row in audit.recent(desk)[:2]] == ["seal.removed", "seal.saved"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (picture((100, 100)), "settings.seal_size"),
        (picture((4000, 400)), "settings.seal_size"),
        (picture(kind="JPEG"), "settings.seal_no_png"),
        (picture()[:300], "settings.seal_damaged"),
        (b"no picture", "settings.seal_no_png"),
        (b"\x00" * 2_000_001, "settings.seal_too_big"),
    ],
)
def test_what_cannot_be_printed_is_refused(desk: Desk, content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        settings.save_seal(desk, content)
    assert refused.value.code == code
    assert settings.seal(desk) is None


def test_a_good_seal_has_no_doubts() -> None:
    assert settings.look_at_seal(picture()) == settings.SealImage(400, 400, ())


def test_what_might_look_wrong_is_said() -> None:
    out = io.BytesIO()
    Image.new("RGB", (600, 300), "white").save(out, "PNG")
    assert settings.look_at_seal(out.getvalue()).doubts == (
        "settings.seal_opaque",
        "settings.seal_not_square",
        "settings.seal_not_red",
    )
