"""Whose an access key is, and AWS's own policies, without the cost they have for an account that moto meets first.

moto 5.2 looks for an access key in each of six partitions of every account, and so makes IAM six times for each, with
all of AWS's policies, some 1,300 documents: half a second and 50 MB for an account in which IAM is never called.
"""

import copy


def only_what_is_there(models):
    """A function that finds the account of an access key as moto's does, but makes no IAM to look into."""

    def account_of(access_key):
        for account, partitions in list(models.iam_backends.items()):
            if any(access_key in iam.access_keys for iam in list(partitions.values())):
                return account
        return models.DEFAULT_ACCOUNT_ID

    return account_of


def read_once(init_policies):
    """A method that gives each account AWS's policies as moto's does, but reads their documents once a partition."""
    read = {}

    def policies_of(iam):
        if iam.partition not in read:
            read[iam.partition] = init_policies(iam)
        return [copied(policy, iam.account_id) for policy in read[iam.partition]]

    return policies_of


def copied(policy, account):
    """With what is an account's own: how often the policy is attached there, and its tags."""
    own = copy.copy(policy)
    own.account_id = account
    own.attachment_count = 0
    own.tags = {}
    own.versions = [copy.copy(version) for version in policy.versions]
    return own
