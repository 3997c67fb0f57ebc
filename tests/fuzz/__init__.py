"""Files nobody would send on purpose: valid ones spoiled in seeded ways, each put through `check`.

    python -m tests.fuzz [--kinds xlsx,xls,ods,csv] [--count N] [--seed N] [--jobs N]

``seeds`` makes valid files, ``mutate`` and ``spoil_…`` spoil them, ``judge`` runs the check in a
process that may die, ``test_fuzz`` holds what must be true of every file. docs/reliability.md has
the figures.
"""
