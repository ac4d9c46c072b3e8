"""Why a connection does not come about, as pure values: facts in, a verdict, its certainty and cures out."""
