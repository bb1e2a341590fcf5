"""Finding items by what stands in them: every string that is there, nothing that is not, on either database.

folding → tokens → storage is the way of a text into the index; terms → storage that of a query. `index` keeps the index
in step with the items, `query` answers, `marking` shows where, `suggesting` helps where nothing was found.
"""
