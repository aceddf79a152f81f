"""What customers without a contract will still buy: BG/NBD for how often, Gamma-Gamma for how much.

Both are fitted by maximum likelihood with a fixed start, so that the same purchases give the same
parameters. Time is in weeks.
"""
