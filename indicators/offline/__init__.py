"""Work away from the portal: workbooks and tables out, and in again through a preview.

The modules `read_*` run in the sandbox's child and import no Django.
"""
