<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>BundleDialog</name>
    <message>
        <source>Suit bundle</source>
        <translation>诉讼材料</translation>
    </message>
    <message>
        <source>Documents to add</source>
        <translation>加入的材料</translation>
    </message>
    <message>
        <source>Add documents…</source>
        <translation>加入材料…</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Make the bundle</source>
        <translation>制作诉讼材料</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The bundle holds the complaint, the evidence list, contract, account, calculation, and every demand with its proofs. Add scans of the contract, identity papers, vouchers.</source>
        <translation>材料包含诉状、证据目录、合同要素、账户明细、欠款计算和各次催收及送达凭证。可加入合同、身份证明、放款凭证等扫描件，拖动可调整顺序。</translation>
    </message>
    <message>
        <source>Scans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp)</source>
        <translation>扫描件 (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp)</translation>
    </message>
    <message>
        <source>Saved in {folder}</source>
        <translation>保存到 {folder}</translation>
    </message>
    <message>
        <source>Choose the folder to save in.</source>
        <translation>请选择保存的文件夹。</translation>
    </message>
</context>
<context>
    <name>BundleResult</name>
    <message>
        <source>Suit bundle</source>
        <translation>诉讼材料</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>请核对</translation>
    </message>
    <message>
        <source>Open the PDF</source>
        <translation>打开 PDF</translation>
    </message>
    <message>
        <source>Open the DOCX</source>
        <translation>打开 DOCX</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>{number} registered; the bundle has %n page(s)</source>
        <translation>
            <numerusform>{number}已登记，诉讼材料共 %n 页</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClausesDialog</name>
    <message>
        <source>Contract clauses · {account}</source>
        <translation>合同条款 · {account}</translation>
    </message>
    <message>
        <source>Save clauses</source>
        <translation>保存条款</translation>
    </message>
    <message>
        <source>Personal consumer loan contract</source>
        <translation>个人消费借款合同</translation>
    </message>
    <message>
        <source>article 8</source>
        <translation>第八条</translation>
    </message>
    <message>
        <source>the court of the lender's place</source>
        <translation>贷款人住所地人民法院</translation>
    </message>
    <message>
        <source>the address the customer confirmed for court papers</source>
        <translation>客户确认的司法送达地址</translation>
    </message>
    <message>
        <source>Name of the contract</source>
        <translation>合同名称</translation>
    </message>
    <message>
        <source>Signed on</source>
        <translation>签订日期</translation>
    </message>
    <message>
        <source>Acceleration</source>
        <translation>提前到期条款</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>争议解决条款</translation>
    </message>
    <message>
        <source>Address for service</source>
        <translation>送达地址确认条款</translation>
    </message>
    <message>
        <source>Write the day as 2026-01-15.</source>
        <translation>日期请写成 2026-01-15。</translation>
    </message>
    <message>
        <source>Clauses saved</source>
        <translation>条款已保存</translation>
    </message>
</context>
</TS>
