<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AgencyChoice</name>
    <message>
        <source>None: enter one under Settings → Agencies</source>
        <translation>尚无机构，请在“设置 → 合作机构”登记</translation>
    </message>
</context>
<context>
    <name>PlaceDialog</name>
    <message>
        <source>Hand to an agency · {what}</source>
        <translation>委托合作机构 · {what}</translation>
    </message>
    <message>
        <source>Theirs from</source>
        <translation>委托起始日</translation>
    </message>
    <message>
        <source>A letter that tells the customer is made today, to be printed and posted.</source>
        <translation>今日制作委托催收告知书，请打印寄出后再由机构联系客户。</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>合作机构</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>告知书</translation>
    </message>
    <message>
        <source>Make the letters and hand over</source>
        <translation>制作告知书并委托</translation>
    </message>
    <message>
        <source>Handing cases over</source>
        <translation>正在委托案件</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) handed to {agency}</source>
        <translation>
            <numerusform>已委托 {agency} %Ln 件，告知书待打印</numerusform>
        </translation>
    </message>
    <message>
        <source>Handing over was undone</source>
        <translation>撤销委托</translation>
    </message>
    <message numerus="yes">
        <source>%Ln left out:</source>
        <translation>
            <numerusform>%Ln 件未委托：</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>TakeBackDialog</name>
    <message>
        <source>Take back · {what}</source>
        <translation>收回委托 · {what}</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>收回</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) taken back</source>
        <translation>
            <numerusform>已收回 %Ln 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ToldDialog</name>
    <message>
        <source>Contact by the agency · {name}</source>
        <translation>机构联系 · {name}</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>By</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Whom</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saved; it broke a rule: {rule}</source>
        <translation>已登记；该次联系违反规则：{rule}</translation>
    </message>
    <message>
        <source>This contact is known already</source>
        <translation>该次联系已登记过</translation>
    </message>
    <message>
        <source>Saved; it counts for every cap</source>
        <translation>已登记，计入次数上限</translation>
    </message>
</context>
<context>
    <name>AgencyForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>联系电话</translation>
    </message>
    <message>
        <source>Licence number</source>
        <translation>资质或许可编号</translation>
    </message>
    <message>
        <source>Hired for</source>
        <translation>委托事项</translation>
    </message>
    <message>
        <source>Contract from</source>
        <translation>合同起始日</translation>
    </message>
    <message>
        <source>Contract until</source>
        <translation>合同到期日</translation>
    </message>
    <message>
        <source>Last review</source>
        <translation>最近复评日</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>AgenciesSection</name>
    <message>
        <source>Agencies</source>
        <translation>合作机构</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Let it work again</source>
        <translation>恢复合作</translation>
    </message>
    <message>
        <source>End</source>
        <translation>终止合作</translation>
    </message>
    <message>
        <source>Cases it has</source>
        <translation>委托中的案件</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>收回…</translation>
    </message>
    <message>
        <source>Note a contact…</source>
        <translation>登记联系…</translation>
    </message>
    <message>
        <source>Take in its file…</source>
        <translation>导入联系记录…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s)</source>
        <translation>
            <numerusform>委托 %Ln 件</numerusform>
        </translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>有效至 {day}</translation>
    </message>
    <message>
        <source>Save or discard the changes to this agency first.</source>
        <translation>请先保存或放弃对该机构的修改。</translation>
    </message>
    <message>
        <source>New agency</source>
        <translation>新机构</translation>
    </message>
    <message>
        <source>Last {days} days: {made} contacts, {answered} answered, {broken} against a rule</source>
        <translation>近 {days} 天：联系 {made} 次，接通 {answered} 次，违反规则 {broken} 次</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) with this agency</source>
        <translation>
            <numerusform>委托中的案件 %Ln 件</numerusform>
        </translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>自 {day}</translation>
    </message>
    <message>
        <source>To be taken back: {reason}</source>
        <translation>应收回：{reason}</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>应收回</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>End the work of {name}?</source>
        <translation>终止与 {name} 的合作？</translation>
    </message>
    <message>
        <source>It can be let work again; its contacts stay on record.</source>
        <translation>之后可以恢复；联系记录保留。</translation>
    </message>
    <message>
        <source>{name} may work</source>
        <translation>{name} 已恢复合作</translation>
    </message>
    <message>
        <source>{name} is suspended</source>
        <translation>{name} 已暂停</translation>
    </message>
    <message>
        <source>The work of {name} has ended</source>
        <translation>已终止与 {name} 的合作</translation>
    </message>
    <message>
        <source>Add an agency</source>
        <translation>登记机构</translation>
    </message>
    <message>
        <source>Choose cases on the Cases page and press Agency to hand them over.</source>
        <translation>在“案件”页勾选案件后点“委外”，即可告知客户并委托。</translation>
    </message>
</context>
</TS>
