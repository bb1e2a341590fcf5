"""What bringing in one file may cost: each number with its unit, and why it is that number.

Measured on 100,000 applications of 20 columns: 60 MB unpacked, 2 million cells, 40 million characters.
"""

MB = 2**20

LARGEST_UNPACKED = 400 * MB  # bytes that the parts of a workbook declare together
LARGEST_INDEX = 16 * MB  # bytes of the list of sheets, of relations, of styles: a few kilobytes otherwise
MOST_CELLS = 8_000_000  # calamine lays a sheet out in full, from its first to its last cell, 32 bytes each
MOST_STRINGS = 4_000_000  # texts that a workbook keeps for its cells, with four marks each
MOST_GIVEN = 300 * MB  # bytes of the texts of all cells, a text counted for each cell that shows it
MOST_MERGED = 100_000  # merged ranges; each is looked at
MOST_COVERED = 100_000  # cells under merged ones that are told apart
MOST_ROWS = 500_000  # rows of one file: each becomes a record in memory before the first is stored
MOST_SHEETS = 60  # visible sheets of a workbook; each is looked through for the heading
MOST_COLUMNS = 16_384  # what spreadsheets have
MOST_HEADINGS = 500  # headings that are not empty; the widest kind has thirty
MOST_IN_CELL = 1_000_000  # characters; a text of 200,000 may carry five times as much markup
