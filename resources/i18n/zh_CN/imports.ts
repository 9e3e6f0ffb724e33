<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>DropZone</name>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Drop the lender's files here</source>
        <translation>把机构发来的文件拖到这里</translation>
    </message>
    <message>
        <source>CSV or Excel: customers, accounts, instalments, payments, card postings, guarantors, contacts – in one sheet or several files. Encoding, header and columns are recognised; nothing is stored before you have seen it.</source>
        <translation>支持 CSV 和 Excel：客户、账户、还款计划、还款流水、信用卡交易、担保人、联系人，可在一张宽表或多个文件中。自动识别编码、表头和列，先看后存。</translation>
    </message>
</context>
<context>
    <name>ImportsPage</name>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>Tables (*.csv *.txt *.xlsx *.xlsm *.xls *.et *.ods);;All files (*)</source>
        <translation>表格 (*.csv *.txt *.xlsx *.xlsm *.xls *.et *.ods);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Trying the import</source>
        <translation>正在试算</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>Imported: {new} new, {changed} changed.</source>
        <translation>导入完成：新增 {new}，更新 {changed}。</translation>
    </message>
    <message>
        <source>Bringing the cases up to date</source>
        <translation>正在更新案件</translation>
    </message>
    <message>
        <source>Stopped. What was taken in stays; import the same files again to go on.</source>
        <translation>已停止。已导入的部分保留；再次导入同样的文件即可接着完成。</translation>
    </message>
    <message>
        <source>rejected rows.xlsx</source>
        <translation>被拒绝的行.xlsx</translation>
    </message>
    <message>
        <source>Excel (*.xlsx);;CSV (*.csv)</source>
        <translation>Excel (*.xlsx);;CSV (*.csv)</translation>
    </message>
    <message>
        <source>Save rejected rows</source>
        <translation>保存被拒绝的行</translation>
    </message>
    <message>
        <source>{count} rows saved to {file}. Correct them and import that file.</source>
        <translation>已将 {count} 行保存到 {file}。改正后导入该文件即可。</translation>
    </message>
</context>
<context>
    <name>MappingTable</name>
    <message>
        <source>Column in the file</source>
        <translation>文件中的列</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>对应字段</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>识别</translation>
    </message>
    <message>
        <source>Columns and their fields</source>
        <translation>列与字段的对应</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（无列名）</translation>
    </message>
    <message>
        <source>Field of column {name}</source>
        <translation>“{name}”列对应的字段</translation>
    </message>
    <message>
        <source>recognised</source>
        <translation>已识别</translation>
    </message>
    <message>
        <source>please check</source>
        <translation>请核对</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>(do not import)</source>
        <translation>（不导入）</translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message>
        <source>Sheets</source>
        <translation>文件与工作表</translation>
    </message>
    <message>
        <source>Read as files of this shape were read before.</source>
        <translation>已按上次同样格式文件的对应方式读取。</translation>
    </message>
    <message>
        <source>Try without storing</source>
        <translation>试算（不保存）</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列的对应</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>前几行预览</translation>
    </message>
    <message>
        <source>nothing to import</source>
        <translation>无可导入内容</translation>
    </message>
</context>
<context>
    <name>PreviewTable</name>
    <message>
        <source>First rows</source>
        <translation>前几行预览</translation>
    </message>
    <message>
        <source>There are no rows below the header.</source>
        <translation>表头下面没有数据行。</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>未变</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>拒绝的行</translation>
    </message>
    <message>
        <source>Sheets</source>
        <translation>文件与工作表</translation>
    </message>
    <message>
        <source>Rejected rows and remarks</source>
        <translation>拒绝的行与提示</translation>
    </message>
    <message>
        <source>Changed fields</source>
        <translation>更新的字段</translation>
    </message>
    <message>
        <source>Save rejected rows…</source>
        <translation>保存被拒绝的行…</translation>
    </message>
    <message>
        <source>Import now</source>
        <translation>确认导入</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入完成</translation>
    </message>
    <message>
        <source>Would be imported (nothing is stored yet)</source>
        <translation>试算结果（尚未保存）</translation>
    </message>
    <message>
        <source>An earlier import</source>
        <translation>历史导入</translation>
    </message>
    <message>
        <source>correct and import again</source>
        <translation>改正后可再次导入</translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <translation>
            <numerusform>拒绝 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Rejected rows and remarks {count}</source>
        <translation>拒绝的行与提示 {count}</translation>
    </message>
    <message>
        <source>Changed fields {count}</source>
        <translation>更新的字段 {count}</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>原值</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>新值</translation>
    </message>
</context>
<context>
    <name>ShapeBar</name>
    <message>
        <source>The day as of which the lender states what is paid; payments after it are added.</source>
        <translation>机构出具数据的日期：已还金额以此日为准，之后的还款另行入账。</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Header row</source>
        <translation>表头行</translation>
    </message>
    <message>
        <source>Mainly</source>
        <translation>主要内容</translation>
    </message>
    <message>
        <source>Data of</source>
        <translation>数据日期</translation>
    </message>
</context>
<context>
    <name>StartView</name>
    <message>
        <source>Earlier imports</source>
        <translation>导入记录</translation>
    </message>
    <message>
        <source>Nothing has been imported yet</source>
        <translation>还没有导入过文件</translation>
    </message>
    <message>
        <source>Each import stays listed here with what it changed and what it refused.</source>
        <translation>每次导入都会留在这里：更新了什么，拒绝了哪些行。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>未变</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>By</source>
        <translation>经办</translation>
    </message>
</context>
</TS>
