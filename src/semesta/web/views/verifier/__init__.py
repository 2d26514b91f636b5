"""Pages of the verifier: the queue, a pair, pairs that are alike."""
