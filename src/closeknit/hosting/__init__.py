"""Hosting knows the machine: addresses, certificates, copies of the data, what a host must see to.

It works on paths and values that it is given. It refuses to know accounts, rooms and settings,
and never opens what people wrote.
"""
