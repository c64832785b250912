"""Between a quotation and its outcome: sent, bargained over, revised, asked after."""
