"""Authentication flows and challenges, one module each.

registry       lists the flows and the challenges, and the order of those after the first factor
attempt        one request of a sign-in, and the protocols of challenges
first_factor, second_factor    what the challenges of each have in common
password_proof, srp_exchange, custom_flow    steps that several of them take
authentication_triggers    the Lambda triggers around a sign-in

Every other file is a flow or a challenge, by its name in lower case.
"""
