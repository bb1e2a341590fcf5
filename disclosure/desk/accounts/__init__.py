"""Who may do what: access, roles, delegation, devices, lock-outs and limits."""
