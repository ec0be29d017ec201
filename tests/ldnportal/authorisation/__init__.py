"""Who gets what answer: every URL x method x actor x ownership x state, written by hand.

Each part has its table: accounts, countries, indicators, offline, targets, portal, interface.
To add a page, add rows:

    row("team_invite", "GET", "302 403 200 404 404 404 404 404", iso3="XAA"),
    row("team_invite", "POST", "302 403 302 404 404 404 404 404", iso3="XAA",
        data={"email": "new@example.org", "role": "contributor", "language": "en"}),

- The eight numbers are the answers to the actors of `table.ACTORS`, in their order.
- Every URL name needs rows for GET and for POST (405 is an answer too). PUT, PATCH and DELETE
  need rows only where they are allowed; elsewhere they must be refused, which is tested.
- The objects belong to the Party XAA. In `kwargs` and `data`, "@run" stands for the key of
  the object that `world.py` names `run`; add objects there.
- `states="draft returned"` asks the question in these states of XAA's report (default: draft).
- `query="?page=2"` is put after the address.
Write the answers from guides and roles, never from what the code happens to do.
"""
