"""A table as a published page reads, from a format's tables with a 0 in every figure."""

from reports.editions.grid import grid


def printed_rows(edition, key):
    """Rows of texts; below a merged cell an empty text continues it."""
    (table,) = (table for table in edition.tables if table.key == key)
    return grid(table, edition.by_key, dict.fromkeys(edition.by_key, 0)).text_rows()


def covered(table):
    """How often each place of the table is covered by a cell; counted without the code that lays tables out."""
    free, times = [[True] * table.columns for _ in table.rows], 0
    for number, row in enumerate(table.rows):
        for cell in row:
            column = free[number].index(True)
            for down in range(cell.rows):
                for right in range(cell.columns):
                    assert free[number + down][column + right], f"row {number + 1}: two cells in one place"
                    free[number + down][column + right] = False
                    times += 1
    return times
