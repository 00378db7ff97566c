"""The same document as text, DOCX, HTML, XLSX, PDF and scan: do all say the same?"""
