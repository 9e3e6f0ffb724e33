<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ContactRecordDialog</name>
    <message>
        <source>Let pass</source>
        <translation>已放行</translation>
    </message>
    <message>
        <source>Contact record · {name}</source>
        <translation>联系记录 · {name}</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Contacts made and refused</source>
        <translation>已联系与被拦下</translation>
    </message>
    <message>
        <source>The next ninety days</source>
        <translation>未来九十天</translation>
    </message>
    <message>
        <source>What this customer gets if nothing is paid and every step is carried out.</source>
        <translation>若客户一直未还、每一步都如期进行，将依次收到以下联系。</translation>
    </message>
    <message>
        <source>Made and refused</source>
        <translation>已联系与被拦下</translation>
    </message>
    <message>
        <source>Next 90 days</source>
        <translation>未来 90 天</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>存为 PDF…</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln made</source>
        <translation>
            <numerusform>已联系 %Ln 次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln let pass</source>
        <translation>
            <numerusform>放行 %Ln 次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>被拦下 %Ln 次</numerusform>
        </translation>
    </message>
    <message>
        <source>From the customer: {words}</source>
        <translation>客户来信：{words}</translation>
    </message>
    <message>
        <source>at planning</source>
        <translation>安排时</translation>
    </message>
    <message>
        <source>at the moment</source>
        <translation>联系时</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拦下</translation>
    </message>
    <message>
        <source>Contact record {case}</source>
        <translation>联系记录 {case}</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存为 PDF</translation>
    </message>
    <message>
        <source>Rule broken</source>
        <translation>违反规则</translation>
    </message>
</context>
<context>
    <name>OverrideDialog</name>
    <message>
        <source>Let one contact pass · {name}</source>
        <translation>双人放行一次联系 · {name}</translation>
    </message>
    <message>
        <source>By</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Let it pass</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Nothing forbids it: no second person is needed.</source>
        <translation>目前没有规则禁止，无需放行。</translation>
    </message>
    <message>
        <source>{reason}
This is the law's rule: nobody can let it pass.</source>
        <translation>{reason}
这是法规要求，任何人都不能放行。</translation>
    </message>
    <message>
        <source>The next contact may pass, until midnight</source>
        <translation>已放行下一次联系，今日有效</translation>
    </message>
</context>
<context>
    <name>AgreementDialog</name>
    <message>
        <source>Agreed times and channel · {name}</source>
        <translation>联系约定 · {name}</translation>
    </message>
    <message>
        <source>Agreed in writing: replaces the quiet hours</source>
        <translation>书面同意：可替代静默时段</translation>
    </message>
    <message>
        <source>Consent of</source>
        <translation>同意书日期</translation>
    </message>
    <message>
        <source>File number or place of the paper</source>
        <translation>档案编号或存放位置</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>From</source>
        <translation>时间起</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>时间止</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>书面同意</translation>
    </message>
    <message>
        <source>Kept at</source>
        <translation>存放</translation>
    </message>
    <message>
        <source>Only by</source>
        <translation>仅限方式</translation>
    </message>
    <message>
        <source>Save agreement</source>
        <translation>保存约定</translation>
    </message>
    <message>
        <source>Write a time like 19:00.</source>
        <translation>请填写如 19:00 的时间。</translation>
    </message>
    <message>
        <source>Agreement saved; the calendar keeps to it</source>
        <translation>约定已保存，日程随之调整</translation>
    </message>
</context>
</TS>
