"""Who stands on the other side of a movement, as the bank's message names them."""

import re

from desktop.domain.movement_fields import HAN


def counterparty_of(text: str) -> str | None:
    """Return the other side's name from a narrow text without its signature, if one is named."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            name = found["name"].strip(" :,·")
            if len(name) > 1 and not _NOT_A_PARTY.search(name):
                return name
    return None


_NAME = rf"[{HAN}·*]"
_OF_A_LAND = rf"(?:\([{HAN}]{{2,8}}\)[{HAN}]{{2,24}}?)?"  # 支付宝(中国)网络技术有限公司
_END = r"[,。;\s│\[\])(]|$"
_FIRMS = "公司|商户|店|中心|银行|支付|商行|合作社|学校|医院|集团|厂"
_NOT_A_PARTY = re.compile(
    "^(?:您|尊敬|交易|账户|尾号|银行卡|手机银行|网银|个人|本人|他行|本行|跨行|人民币|客户$|工资$|摘要)|余额|人民币|客户"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # named as such: 对方户名:…, 付款方姓名…, (户名:…), 付方…, 收款人…
        (
            rf"(?:对方户名|对方账户名|对方名称|对方姓名|对方单位|户名|交易对方|商户名称|商户|对方(?!账|尾|卡|行)"
            rf"|(?:付款|收款|汇款|转账|付|收)(?:方|人|单位)(?:姓名|户名|名称)?(?!账|尾|卡|行)):?\s*"
            rf"(?P<name>[{HAN}·*A-Za-z&]{{2,40}}?{_OF_A_LAND})(?={_END}|账户|账号|尾号|支付宝转账)"
        ),
        # the sender of the sentence: 张三于11月18日…向您…, 张三账户1234向您…, 张三向尾号1234账户…
        (
            rf"(?:^|[│\s:,分秒\d])(?P<name>{_NAME}{{2,30}}?{_OF_A_LAND})(?:于)?(?:20\d\d年)?\d{{1,2}}月\d{{1,2}}日[\d:时分秒\s]*"
            rf"(?:通过[{HAN}A-Za-z]{{2,10}})?向您"
        ),
        rf"(?:^|[│\s,\d分秒])(?P<name>{_NAME}{{2,30}}?{_OF_A_LAND})(?:账户|账号|卡)(?:尾号)?\*?\d{{3,4}}向您",
        rf"(?:^|[│\s\d分秒,])(?P<name>{_NAME}{{2,30}}?{_OF_A_LAND})(?:通过[{HAN}A-Za-z]{{2,10}})?向(?:您|尾号)",
        # to whom: 向李四转账, 向某公司转出; the names of channels do not belong to it
        (
            rf"[{HAN}\d]向(?!您|尾号)(?:[{HAN}]{{2,8}}?银行)?[\"“]?(?P<name>{_NAME}{{2,30}}?{_OF_A_LAND})[\"”]?"
            rf"(?=(?:账户|跨行|他行|同行|行内|手机银行|网银|电子|实时|转|汇|支付|付款|完成|的|尾号|卡|做|还款)|[\d,])"
        ),
        # in brackets behind the amount: 500.04元(某某有限公司)
        rf"(?:元|\d)\((?P<name>[{HAN}·*A-Za-z()]{{2,40}}(?:{_FIRMS}))\)",
        # from whom: 从邮储银行张三转入, 由张三汇入, 收到张三转入, [互联汇入]张三1234
        rf"(?:从|由|收到)(?:[{HAN}]{{2,8}}?(?:银行|农信|信用社|农商行))?(?P<name>{_NAME}{{2,20}}?)(?=转入|汇入|存入|转来|转账|汇款|付款|的转账)",
        rf"\[互联汇入\](?P<name>{_NAME}{{2,20}}?)(?=\d{{4}}|{_END})",
    )
)
