"""The rules of closeness as plain Python: no Django, no clock, no network, no settings.

It knows practices, measures, chats, suggestions and keys; it refuses to know who is asking, what
time it is, or where anything is stored. All of that is passed in.
"""
