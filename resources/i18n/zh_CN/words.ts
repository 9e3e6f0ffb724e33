<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>WordsSection</name>
    <message>
        <source>Forbidden from now on</source>
        <translation>已列为禁用语</translation>
    </message>
    <message>
        <source>Neither templates nor texts written by hand may use them; spaces and marks do not hide them.</source>
        <translation>模板与人工改写的正文都不得使用；中间加空格或符号也会被发现。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Words of this branch</source>
        <translation>本行禁用语</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Words of the program</source>
        <translation>程序自带禁用语</translation>
    </message>
    <message>
        <source>English messages and surveys</source>
        <translation>英文消息与回访</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>禁用语</translation>
    </message>
    <message>
        <source>What to write instead</source>
        <translation>应改为怎样的说法</translation>
    </message>
    <message>
        <source>“{word}” may be written again</source>
        <translation>“{word}”已可使用</translation>
    </message>
    <message>
        <source>Forbidden from now on; to be rewritten: {templates}</source>
        <translation>已列为禁用语；需改写的模板：{templates}</translation>
    </message>
    <message>
        <source>{instead} · {who}, {when}</source>
        <translation>改为：{instead} · {who} {when}</translation>
    </message>
</context>
</TS>
