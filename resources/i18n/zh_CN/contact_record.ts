<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ContactRecordDialog</name>
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
        <source>Nothing is planned.</source>
        <translation>没有安排。</translation>
    </message>
    <message numerus="yes">
        <source>day %Ln past due</source>
        <translation>
            <numerusform>逾期第 %Ln 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) before it is due</source>
        <translation>
            <numerusform>到期前 %Ln 天</numerusform>
        </translation>
    </message>
    <message>
        <source>on the due day</source>
        <translation>到期当日</translation>
    </message>
    <message>
        <source>moved by {clause} {name}</source>
        <translation>因{clause}{name}顺延</translation>
    </message>
    <message>
        <source>Contact record {case}</source>
        <translation>联系记录 {case}</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存为 PDF</translation>
    </message>
</context>
</TS>
