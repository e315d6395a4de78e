import { forgetting } from '../../kit/forgetting';
import { findKey } from '../../kit/kms-keys';
import { parseArn } from '../../kit/arn';
import type { LocalService } from '../../kit/local-service';
import { permissions } from './permissions';
import { resources } from './resources';

/** What changes a key, its aliases or its policy. */
const WRITES = 'CreateAlias CreateKey DeleteAlias PutKeyPolicy ScheduleKeyDeletion UpdateAlias';

/** Keys are moto's; their policies decide here, and nothing is allowed on a key that its policy does not allow. */
export const kms: LocalService = {
  name: 'kms',
  otherwise: 'forward',
  permissions,
  resources,
  create: ({ lookup }) => ({
    observers: forgetting('kms', WRITES, lookup),
    async resourcePolicy(arn, callerAccount) {
      const { region = '', account = '' } = parseArn(arn) ?? {};
      const owner = account || callerAccount;
      const { policy } = await findKey(lookup, arn, region, owner);
      return { account: owner, policy, mustAllow: true };
    },
  }),
};
