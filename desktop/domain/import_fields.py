"""What a lender's file can say: the fields, the words used for them, how each is read.

Words are in normal form (see ``import_mapping.normal_header``): no blanks, brackets or units, small
letters. The first word is the one shown; a word may belong to fields of several record kinds, the
sheet's own kind then decides.
"""

from dataclasses import dataclass

from desktop.domain import import_readers as read
from desktop.domain.import_readers import Reader, choice

CUSTOMER, ACCOUNT, INSTALMENT = "customer", "account", "instalment"
PAYMENT, POSTING, GUARANTOR, CONTACT = "payment", "posting", "guarantor", "contact"
KINDS = (CUSTOMER, ACCOUNT, INSTALMENT, PAYMENT, POSTING, GUARANTOR, CONTACT)
"""Record kinds in the order in which they are written: what is referred to comes first."""


@dataclass(frozen=True)
class Field:
    """One field of a record kind; ``key`` is ``kind.name``."""

    key: str
    read: Reader
    words: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The record kind it belongs to."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """Its name within the kind; for stored values also the column's name."""
        return self.key.partition(".")[2]


_METHOD = choice(
    equal_instalment="等额本息 等额还款 等本息 按月等额本息 等额本息还款 等额本息还款法 等额",
    equal_principal="等额本金 等本金 按月等额本金 等额本金还款 等额本金还款法",
    interest_only="先息后本 按月付息到期还本 按月付息,到期还本 按期付息到期还本 按月结息到期还本 付息还本",
    bullet="一次性还本付息 到期一次还本付息 到期一次性还本付息 利随本清 一次还本付息",
    flat="等本等息 平息 等费还款",
)
_KIND = choice(loan="贷款 个人贷款 贷款账户", card="信用卡 贷记卡 准贷记卡 信用卡账户")
_FORM = choice(
    joint="连带责任保证 连带 连带责任 连带保证 连带责任担保",
    general="一般保证 一般 一般责任保证 一般责任",
    unclear="不明 未约定 约定不明 保证 保证担保 个人保证",
)
_SECURITY = choice(
    credit="信用 信用贷款 无担保 免担保",
    mortgage="抵押 抵押贷款 房产抵押 抵押担保",
    pledge="质押 质押贷款 质押担保",
    guarantee="保证 保证担保 担保 第三方保证 保证贷款",
)
_SEX = choice(m="男 先生 男性 male", f="女 女士 女性 小姐 female")
_LANGUAGE = choice(zh="中文 汉语 普通话 zh-cn cn chinese", en="英文 英语 en-us en-gb english")
_CURRENCY = choice(
    CNY="cny rmb 人民币 人民币元 156",
    USD="usd 美元 840",
    HKD="hkd 港币 港元",
    EUR="eur 欧元",
    JPY="jpy 日元",
)

_POSTING = choice(
    purchase="消费 购物 交易 网上消费 分期消费 消费入账 刷卡消费 pos消费 一般消费",
    cash_advance="取现 预借现金 取款 提现 现金提取 atm取现 透支取现 取现交易",
    card_fee="手续费 年费 费用 取现手续费 服务费 工本费 挂失费 短信费 预借现金手续费",
    refund="退款 退货 消费退货 消费撤销 退货入账 撤销",
    payment="还款 还款入账 自动还款 转账还款 账户还款 存款",
)

_NAMED = "姓名 name 名称"
_PHONES = "手机号 手机 手机号码 移动电话 联系电话 电话 电话号码 联系方式 联系手机 mobile phone tel"
_IDS = "身份证号 身份证 身份证号码 身份证件号码 证件号码 证件号 idno idnumber idcard 公民身份号码 统一社会信用代码 社会信用代码 信用代码 居民身份证号"


def _field(key: str, reader: Reader, words: str) -> Field:
    return Field(key, reader, tuple(words.split()))


FIELDS: tuple[Field, ...] = (
    _field(
        "customer.customer_no",
        read.code,
        "客户号 客户编号 客户编码 客户代码 客户id 会员号 ecif号 ecif 核心客户号 借款人编号 customerno customerid cif cif号",
    ),
    _field(
        "customer.name",
        read.person_name,
        "客户姓名 姓名 客户名称 借款人 借款人姓名 借款人名称 借款客户 债务人 债务人姓名 持卡人 持卡人姓名 主借人 主借款人 户名 贷款人姓名 客户 债务人名称 单位名称 企业名称 name customername borrower",
    ),
    _field(
        "customer.id_number",
        read.holder_number,
        f"{_IDS} 借款人身份证号 客户证件号码 客户身份证号 借款人证件号码 借款人证件号 持卡人证件号",
    ),
    _field("customer.sex", _SEX, "性别 sex gender"),
    _field(
        "customer.phone",
        read.mobile,
        f"{_PHONES} 客户手机号 客户手机 客户电话 借款人手机号 借款人手机 借款人电话 借款人联系电话 本人手机号 本人电话 预留手机号 预留手机 联系电话1 手机号1 持卡人手机",
    ),
    _field(
        "customer.phone_other",
        read.phone,
        "备用电话 其他电话 家庭电话 住宅电话 固定电话 座机 联系电话2 手机号2 备用手机号 备用手机 单位电话 办公电话 其他联系方式 电话2",
    ),
    _field("customer.email", read.email, "电子邮箱 邮箱 电子邮件 邮件地址 email mail"),
    _field(
        "customer.address",
        read.text(300),
        "联系地址 地址 住址 家庭地址 家庭住址 居住地址 现住址 通讯地址 通信地址 邮寄地址 户籍地址 客户地址 送达地址 常住地址 address",
    ),
    _field("customer.postcode", read.code, "邮政编码 邮编 postcode zip"),
    _field(
        "customer.employer",
        read.text(200),
        "工作单位 单位 单位名称 公司 公司名称 就职单位 任职单位 所在单位 employer company",
    ),
    _field("customer.segment", read.text(32), "客户类型 客户类别 客群 客户分层 客户等级 segment"),
    _field("customer.language", _LANGUAGE, "语言 联系语言 沟通语言 通知语言 language"),
    _field("customer.note", read.text(4000), "备注 说明 客户备注 note remark remarks"),
    _field(
        "account.account_no",
        read.code,
        "合同号 借据号 合同编号 借据编号 贷款账号 贷款合同号 贷款合同编号 借款合同号 借款合同编号 贷款编号 账号 账户号 贷款账户 卡账号 信用卡账号 卡账户号 账户编号 contractno contract loanno accountno account 合约号 借款编号 订单号",
    ),
    _field("account.kind", _KIND, "账户类型 业务类型 账户类别 kind"),
    _field(
        "account.product",
        read.text(64),
        "产品名称 产品 产品类型 贷款产品 业务品种 贷款品种 贷款种类 贷款类型 贷款用途 卡种 卡产品 product",
    ),
    _field("account.currency", _CURRENCY, "币种 货币 currency"),
    _field(
        "account.principal",
        read.positive_amount,
        "贷款金额 借款金额 合同金额 放款金额 贷款本金 借据金额 发放金额 借款本金 贷款总额 授信额度 信用额度 额度 卡额度 固定额度 loanamount creditlimit",
    ),
    _field(
        "account.annual_rate",
        read.rate,
        "年利率 利率 贷款利率 执行利率 合同利率 执行年利率 月利率 日利率 日息 月息 年化利率 rate annualrate",
    ),
    _field(
        "account.penalty_uplift",
        read.rate,
        "罚息上浮 罚息上浮比例 罚息浮动比例 逾期罚息上浮 罚息加收比例",
    ),
    _field("account.method", _METHOD, "还款方式 还款方法 还本付息方式 repaymentmethod method"),
    _field(
        "account.terms",
        read.term,
        "贷款期限 期限 总期数 还款期数 贷款期数 期限月 合同期限 分期期数 期数 term terms",
    ),
    _field(
        "account.disbursed_on",
        read.past_date,
        "放款日期 放款日 发放日期 贷款发放日 贷款发放日期 起息日 起息日期 借款日期 借款日 贷款日期 合同起始日 起始日 起始日期 贷款起始日 贷款起期 开户日期 开卡日期 发卡日期 开卡日 disbursedon startdate",
    ),
    _field(
        "account.matures_on",
        read.due_date,
        "到期日 到期日期 贷款到期日 贷款到期日期 合同到期日 合同到期日期 借据到期日 贷款止期 终止日 终止日期 合同终止日 maturity maturitydate",
    ),
    _field("account.grace_days", read.whole_number(0, 60), "宽限期 宽限天数 宽限期天数 gracedays"),
    _field(
        "account.auto_debit",
        read.yes_or_no,
        "自动扣款 是否自动扣款 是否代扣 代扣 自动还款 是否自动还款 autodebit",
    ),
    _field(
        "account.debit_tail",
        read.account_tail,
        "还款账号 还款账户 扣款账号 扣款卡号 还款卡号 代扣账号 代扣卡号 扣款账户 绑定卡号 银行卡号",
    ),
    _field(
        "account.card_no",
        read.card_number,
        "卡号 信用卡号 信用卡卡号 贷记卡号 贷记卡卡号 cardno cardnumber",
    ),
    _field(
        "account.card_tail", read.account_tail, "卡号后四位 卡末四位 卡号末四位 卡号后4位 卡尾号"
    ),
    _field(
        "account.statement_day",
        read.day_of_month,
        "账单日 statementday",
    ),
    _field(
        "account.due_day",
        read.day_of_month,
        "每月还款日 还款日 月还款日 扣款日 dueday",
    ),
    _field("account.security", _SECURITY, "担保方式 主要担保方式 增信方式 security"),
    _field(
        "account.officer",
        read.text(64),
        "客户经理 管户经理 管户人 信贷员 负责人 经办人 催收员 催收人员 客户经理姓名 客户经理工号 管户客户经理 主办 officer",
    ),
    _field(
        "account.stated_principal",
        read.amount,
        "贷款余额 本金余额 剩余本金 未还本金 余额 剩余贷款本金 欠款本金 透支本金 透支余额 账户余额 当前余额 outstanding outstandingprincipal",
    ),
    _field("account.written_off_on", read.past_date, "核销日期 核销日"),
    _field(
        "account.stated_on",
        read.past_date,
        "数据日期 统计日期 截止日期 截至日期 报表日期 数据日 快照日期 asof reportdate",
    ),
    _field(
        "instalment.number",
        read.whole_number(0, 999),
        "期次 期数 期号 第几期 当前期数 期 还款期次 账单期数 no instalmentno period",
    ),
    _field(
        "instalment.due_on",
        read.due_date,
        "应还日期 应还日 还款日 还款日期 到期日 到期日期 应还款日 应还款日期 最后还款日 到期还款日 还款到期日 约定还款日 约定还款日期 计划还款日 计划还款日期 本期应还日 本期到期日 到期还款日期 最迟还款日 应缴日期 duedate dueon",
    ),
    _field(
        "instalment.principal",
        read.amount,
        "应还本金 本金 本期本金 当期本金 逾期本金 计划本金 应收本金 本期应还本金 期供本金 principal",
    ),
    _field(
        "instalment.interest",
        read.amount,
        "应还利息 利息 本期利息 当期利息 逾期利息 计划利息 应收利息 本期应还利息 欠息 拖欠利息 期供利息 interest",
    ),
    _field(
        "instalment.fee",
        read.amount,
        "应还费用 费用 手续费 应还手续费 服务费 分期手续费 本期费用 fee",
    ),
    _field(
        "instalment.total",
        read.amount,
        "应还金额 应还总额 应还款额 应还款金额 期供 月供 月供金额 月还款额 应还本息 本期应还 本期应还金额 当期应还 应还合计 每期应还 本期账单金额 账单金额 金额 合计 total amountdue",
    ),
    _field(
        "instalment.minimum",
        read.amount,
        "最低还款额 最低还款 最低应还 最低应还额 本期最低还款额 minimumpayment",
    ),
    _field("instalment.paid_principal", read.amount, "已还本金 实还本金 实收本金 paidprincipal"),
    _field("instalment.paid_interest", read.amount, "已还利息 实还利息 实收利息 paidinterest"),
    _field("instalment.paid_fee", read.amount, "已还费用 实还费用 已还手续费 实收费用 paidfee"),
    _field(
        "instalment.paid_total",
        read.amount,
        "已还金额 实还金额 已还总额 实还总额 已还款额 实收金额 实还款额 已还本息 实还合计 paidamount paid",
    ),
    _field(
        "instalment.owed",
        read.amount,
        "逾期金额 欠款 欠款金额 逾期总额 逾期总金额 拖欠金额 未还金额 欠款总额 剩余应还 剩余应还金额 逾期本息 逾期欠款 未还本息 拖欠本息 当前逾期金额 欠款余额 总欠款 欠款合计 逾期应还金额 overdueamount overdue arrears",
    ),
    _field(
        "instalment.settled_on",
        read.past_date,
        "实还日期 实际还款日 实际还款日期 结清日期 结清日 paidon settledon",
    ),
    _field(
        "instalment.is_settled",
        read.yes_or_no,
        "是否结清 结清标志 还款状态 本期状态 是否已还 当期状态 期次状态 settled",
    ),
    _field(
        "instalment.overdue_since",
        read.past_date,
        "逾期起始日 逾期日期 逾期开始日期 逾期起始日期 逾期日 首次逾期日 最早逾期日 逾期开始日 overduesince",
    ),
    _field(
        "instalment.dpd",
        read.whole_number(0, 15_000),
        "逾期天数 当前逾期天数 拖欠天数 逾期日数 dpd overduedays",
    ),
    _field(
        "payment.paid_on",
        read.past_date,
        "还款日期 交易日期 还款日 入账日期 交易时间 还款时间 付款日期 到账日期 回款日期 收款日期 支付日期 入账时间 记账日期 日期 实际还款日期 paymentdate paidon date",
    ),
    _field(
        "payment.amount",
        read.signed_amount,
        "还款金额 交易金额 金额 入账金额 实还金额 付款金额 到账金额 回款金额 收款金额 还款额 支付金额 贷方金额 amount paymentamount",
    ),
    _field(
        "payment.reference",
        read.code,
        "流水号 交易流水号 交易流水 还款流水号 凭证号 核心流水号 业务流水号 参考号 支付流水号 交易号 流水 reference ref serialno transactionid",
    ),
    _field(
        "payment.method",
        read.text(32),
        "还款渠道 渠道 还款方式 支付方式 交易渠道 付款方式 channel method",
    ),
    _field(
        "payment.payer",
        read.text(200),
        "付款人 付款户名 还款人 对方户名 对方名称 付款方 缴款人 代还人 payer",
    ),
    _field(
        "posting.kind",
        _POSTING,
        "交易类型 交易类别 交易种类 入账类型 记账类型 消费类型 transactiontype postingtype",
    ),
    _field(
        "posting.posted_on",
        read.past_date,
        "记账日期 记账日 入账日期 入账日 交易日期 交易日 消费日期 日期 postedon postingdate date",
    ),
    _field(
        "posting.amount",
        read.signed_amount,
        "交易金额 入账金额 记账金额 消费金额 人民币金额 金额 amount",
    ),
    _field(
        "posting.reference",
        read.code,
        "交易流水号 流水号 交易流水 交易参考号 参考号 凭证号 交易号 流水 reference ref transactionid",
    ),
    _field(
        "posting.note",
        read.text(200),
        "交易摘要 摘要 商户 商户名称 交易商户 交易说明 交易描述 交易地点 备注 merchant description",
    ),
    _field("posting.currency", _CURRENCY, "币种 货币 交易币种 入账币种 记账币种 currency"),
    _field(
        "guarantor.name",
        read.person_name,
        f"担保人姓名 担保人 保证人 保证人姓名 担保人名称 保证人名称 共同借款人 共借人 共同借款人姓名 担保企业 guarantor guarantorname {_NAMED}",
    ),
    _field(
        "guarantor.id_number",
        read.holder_number,
        f"担保人身份证号 担保人证件号码 担保人证件号 保证人身份证号 保证人证件号码 保证人证件号 担保人身份证 保证人身份证 共同借款人身份证号 共同借款人证件号码 {_IDS}",
    ),
    _field(
        "guarantor.phone",
        read.phone,
        f"担保人手机号 担保人电话 担保人联系电话 担保人手机 保证人手机号 保证人电话 保证人联系电话 保证人手机 共同借款人电话 共同借款人手机号 {_PHONES}",
    ),
    _field(
        "guarantor.address",
        read.text(300),
        "担保人地址 担保人住址 保证人地址 保证人住址 地址 住址 联系地址 address",
    ),
    _field(
        "guarantor.relation",
        read.text(32),
        "担保人关系 与借款人关系 与客户关系 保证人关系 与主借人关系 关系 relation",
    ),
    _field("guarantor.form", _FORM, "保证方式 担保方式 担保类型 保证责任 保证类型 担保责任方式"),
    _field(
        "guarantor.guarantee_ends_on",
        read.due_date,
        "保证期间届满日 保证到期日 担保到期日 保证期限 保证期间 保证期间到期日 担保期限",
    ),
    _field(
        "contact.name",
        read.person_name,
        f"联系人姓名 联系人 紧急联系人 紧急联系人姓名 联系人名称 contactname contact {_NAMED}",
    ),
    _field(
        "contact.relation",
        read.text(32),
        "联系人关系 与本人关系 与借款人关系 与客户关系 紧急联系人关系 关系 relation relationship",
    ),
    _field(
        "contact.phone",
        read.phone,
        f"联系人电话 联系人手机号 联系人手机 联系人联系电话 紧急联系人电话 紧急联系人手机 紧急联系人手机号 紧急联系电话 联系人联系方式 contactphone {_PHONES}",
    ),
)

MINOR_FIELDS = frozenset(
    [
        "customer.sex",
        "customer.email",
        "customer.language",
        "customer.phone_other",
        "customer.postcode",
        "account.method",
        "account.security",
        "account.auto_debit",
        "account.debit_tail",
        "guarantor.form",
    ]
)
"""What a row can do without: a value that cannot be read is left out with a remark."""

BY_KEY = {field.key: field for field in FIELDS}
NAMES = {kind: tuple(field.name for field in FIELDS if field.kind == kind) for kind in KINDS}
"""The fields of a kind in the order in which records carry their values."""
