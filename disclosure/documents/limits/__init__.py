"""What the reading of one file may cost: each number with its unit, and why it is that number.

Ordinary files were measured: a notice has 2,000 characters, a document of 100 pages 100,000, the lists of a year's
applications a few million. The numbers stand well above those, and below what takes a process its memory or a minute.
"""

MB = 1024 * 1024

# --- ZIP: DOCX, XLSX, OFD, archives ---------------------------------------------------------------------------------
MOST_PARTS = 5000  # entries; a document of 1,000 pages with four pictures each has about as many
MOST_RECORDS = 50_000  # entries by their marks in the bytes, files inside stored files among them: read before the list
MOST_UNPACKED = 300 * MB  # bytes that all entries together declare; the largest upload is 50 MB, pictures do not shrink
MOST_READ = 900 * MB  # bytes unpacked for one file and all inside it: cleaning reads every part up to three times
CHUNK = 256 * 1024  # bytes unpacked at a time

# --- XML and HTML ---------------------------------------------------------------------------------------------------
MOST_IN_XML = 64 * MB  # bytes of one part
MOST_MARKS = 4_000_000  # "<" and "=" of one tree; measured: up to 213 bytes of memory each, 850 MB in all
MOST_MARKS_READ = 16_000_000  # of all trees of one file; about half a microsecond each
MOST_ATTRIBUTES = 1000  # of one tag of HTML, words in quotation marks included; their square is what they cost

# --- What is given out ----------------------------------------------------------------------------------------------
MOST_CHARACTERS = 30_000_000  # of all passages; a thousand times a thick report
MOST_PASSAGES = 1_000_000  # paragraphs and cells; measured: about 250 bytes of memory each
MOST_BODY = 2_000_000  # characters of the text of an item: 2,000 pages
MOST_BLOCKS = 30_000  # paragraphs of the text of an item
MOST_SPAN = 1000  # columns or rows that a cell covers; browsers go no further

# --- DOCX -----------------------------------------------------------------------------------------------------------
MOST_ELEMENTS = 200_000  # of a document to convert; measured: 30 microseconds and 1.3 KB each; 100 pages have 60,000
MOST_BOXES = 2000  # text boxes of a document to convert: each is looked for among all elements
DEEPEST_LEVEL = 8  # of a numbering; Word has nine levels, counted from 0
LARGEST_START = 32_767  # of a list, as Word has it
LONGEST_PATTERN = 255  # characters of the text of a number
MOST_BASED = 32  # styles based on one another; Word stops at eleven

# --- XLSX -----------------------------------------------------------------------------------------------------------
MOST_ROWS_OF_SHEET, MOST_COLUMNS_OF_SHEET = 1_048_576, 16_384  # what Excel has
MOST_SHEETS, MOST_NAMES = 500, 10_000  # each name is held against each hidden sheet
LARGEST_EXPONENT = 400  # decimal places a number is written out to; what a computer counts with ends at 308
LONGEST_NUMBER = 60  # characters; programs write seventeen digits

# --- OFD ------------------------------------------------------------------------------------------------------------
MOST_PAGES = 5000
MOST_PIECES = 1_000_000  # pieces of text of all pages, those of a template counted on each page that uses it
FARTHEST = 100_000.0  # millimetres: no page is longer than 100 metres
