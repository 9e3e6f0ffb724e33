<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>SampleCard</name>
    <message numerus="yes">
        <source>%Ln character(s)</source>
        <translation>
            <numerusform>%Ln 字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln SMS of 70 or 67</source>
        <translation>
            <numerusform>%Ln 条短信（70/67字）</numerusform>
        </translation>
    </message>
    <message>
        <source>A customer: name, initials, number…</source>
        <translation>客户：姓名、首字母、号码…</translation>
    </message>
    <message>
        <source>Customer to preview for</source>
        <translation>预览用的客户</translation>
    </message>
    <message>
        <source>Invented customer</source>
        <translation>虚构客户</translation>
    </message>
    <message>
        <source>Message as the customer reads it</source>
        <translation>客户看到的内容</translation>
    </message>
    <message>
        <source>Amounts and days are invented: nothing is owed.</source>
        <translation>金额与日期为虚构：没有应还款项。</translation>
    </message>
    <message>
        <source>With what this customer owes today.</source>
        <translation>按该客户今日应还款项填写。</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
</context>
<context>
    <name>TemplateWriting</name>
    <message>
        <source>Subject of the e-mail</source>
        <translation>邮件主题</translation>
    </message>
    <message>
        <source>Text of the template</source>
        <translation>模板正文</translation>
    </message>
    <message>
        <source>Fields to put in</source>
        <translation>可插入的字段</translation>
    </message>
    <message>
        <source>Save draft</source>
        <translation>保存草稿</translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation>批准…</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>level {level}</source>
        <translation>第{level}级</translation>
    </message>
    <message>
        <source>version {number}</source>
        <translation>第{number}版</translation>
    </message>
</context>
<context>
    <name>NewTemplateDialog</name>
    <message>
        <source>New template</source>
        <translation>新建模板</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Dunning level</source>
        <translation>催收级别</translation>
    </message>
    <message>
        <source>Create the draft</source>
        <translation>新建草稿</translation>
    </message>
    <message>
        <source>Draft created</source>
        <translation>已新建草稿</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Changes</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Version {old} → {new}</source>
        <translation>第{old}版 → 第{new}版</translation>
    </message>
</context>
<context>
    <name>TemplatesTab</name>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>New template…</source>
        <translation>新建…</translation>
    </message>
    <message>
        <source>Leave without saving the text?</source>
        <translation>正文尚未保存，要离开吗？</translation>
    </message>
    <message>
        <source>Draft thrown away</source>
        <translation>草稿已删除</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Save or discard the text first.</source>
        <translation>请先保存或放弃改动。</translation>
    </message>
    <message>
        <source>Changes discarded</source>
        <translation>已放弃改动</translation>
    </message>
    <message>
        <source>The older text is the draft now</source>
        <translation>已将旧版内容存为草稿</translation>
    </message>
    <message>
        <source>Draft saved</source>
        <translation>草稿已保存</translation>
    </message>
</context>
<context>
    <name>VersionList</name>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>停用…</translation>
    </message>
    <message>
        <source>Came with the program</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <source>written by {who}</source>
        <translation>{who}起草</translation>
    </message>
    <message>
        <source>approved by {who}</source>
        <translation>{who}批准</translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>{day}起用</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>第{number}版</translation>
    </message>
</context>
</TS>
