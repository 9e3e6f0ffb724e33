<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CheckTab</name>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>核验结果</translation>
    </message>
    <message>
        <source>Open in the register</source>
        <translation>在登记簿中打开</translation>
    </message>
    <message>
        <source>Checking {file}</source>
        <translation>正在核验 {file}</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;All files (*)</source>
        <translation>PDF 文件 (*.pdf);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Drop any PDF here</source>
        <translation>把任意 PDF 文件拖到这里</translation>
    </message>
    <message>
        <source>It is compared with the register and its signatures are checked, on this machine alone.</source>
        <translation>与登记簿逐字节比对，并核验其中的电子签名；全部在本机完成。</translation>
    </message>
    <message>
        <source>The file that is checked appears here.</source>
        <translation>核验的文件在这里显示。</translation>
    </message>
    <message>
        <source>This file is not shown here.</source>
        <translation>此文件不在这里显示。</translation>
    </message>
    <message>
        <source>{size} bytes, pages: {pages}
SHA-256 {digest}</source>
        <translation>{size} 字节，{pages} 页
SHA-256 {digest}</translation>
    </message>
</context>
</TS>
