"""What sign-ins share, however they begin: the owner of the account, the session, and the client's next step.

next_step          answers the client: tokens and the cookie, or a challenge
ownership          what is required when a session begins
address_proof      codes that confirm an account, or reset its password
account_reclaim    replaces the password of somebody else
account_sessions   ends sessions of an account
session_renewal    exchanges a refresh token
oauth_callback     the session of a code from the pool's domain
redirect_purposes  what a sign-in by redirect was begun for
"""
