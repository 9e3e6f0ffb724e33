"""Which part of a request each doubt is about, and so what the customer is asked for."""

ASKED: dict[str, str] = {
    "dispatch.doubt.address_missing": "address",
    "dispatch.doubt.address_without_number": "address",
    "dispatch.doubt.other_city": "address",
    "dispatch.doubt.address_uncertain": "address",
    "dispatch.doubt.kind_missing": "kind",
    "dispatch.doubt.nothing_understood": "kind",
    "dispatch.doubt.two_requests": "kind",
    "dispatch.doubt.phone_wrong_length": "phone",
    "dispatch.doubt.phone_without_area": "phone",
    "dispatch.doubt.name_incomplete": "name",
    "dispatch.doubt.either_time": "when",
    "dispatch.doubt.several_times": "when",
    "dispatch.doubt.time_past": "when",
    "dispatch.doubt.hour_unclear": "when",
    "dispatch.doubt.weekday_is_today": "when",
    "dispatch.doubt.whole_week": "when",
    "dispatch.doubt.vague_day": "when",
    "dispatch.doubt.month_assumed": "when",
    "dispatch.doubt.calendar_unclear": "when",
    "dispatch.doubt.range_backwards": "when",
    "dispatch.doubt.recurring_time": "when",
    "dispatch.doubt.time_uncertain": "when",
}
"""What is asked for each doubt; doubts that are staff's own to settle ask nothing."""
