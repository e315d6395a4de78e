import { forgetting } from '../../kit/forgetting';
import { findKey } from '../../kit/kms-keys';
import { parseArn } from '../../kit/arn';
import type { LocalService } from '../../kit/local-service';
import { permissions } from './permissions';
import { resources } from './resources';

/** These change a key, its aliases or its policy. */
const WRITES = 'CreateAlias CreateKey DeleteAlias PutKeyPolicy ScheduleKeyDeletion UpdateAlias';

/** These use a key, and change nothing of it. */
const USES = /^(Encrypt|Decrypt|ReEncrypt|Sign|Verify|GenerateDataKey|GenerateRandom)/;

/** moto keeps keys. Nothing is allowed on a key that its own policy does not allow. */
export const kms: LocalService = {
  name: 'kms',
  client: () => import('@aws-sdk/client-kms'),
  otherwise: 'forward',
  keepsReads: /^(DescribeKey|GetKeyPolicy)$/,
  writesChange: (operation) => (USES.test(operation) ? 'nothing' : 'itself'),
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
