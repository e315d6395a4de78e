import { strToU8, zipSync } from 'fflate';
import { settingsParameterName } from '../../../handlers/contract/names';
import { perform } from '../../run/call';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { functionOf } from '../../stores/lambda/find';
import type { Change } from '../kind';
import { ALARM, ALIAS, functionName, IDENTITY } from './names';

/** What a release fails with whose version is gone. */
export const GONE = /Function not found: \S+:\d+/;

const API = { FunctionName: functionName('api') };

/** Whether Lambda takes a change of a function. */
const isIdle = (simulated: SimulatedAccount): boolean =>
  functionOf(simulated, API.FunctionName).latest.pending === undefined;

const newestOf = (simulated: SimulatedAccount): string =>
  functionOf(simulated, API.FunctionName).versions.at(-1)?.version ?? '';

const isCalled = (simulated: SimulatedAccount, version: string): boolean =>
  Object.values(functionOf(simulated, API.FunctionName).aliases).some(
    (alias) => alias.version === version || version in alias.weights,
  );

/** Someone changes a function by hand. */
const byHand = (name: string, operation: string, input: object): Change => ({
  name,
  when: isIdle,
  apply: (simulated) => void perform(simulated, 'lambda', operation, { ...API, ...input }),
});

/** Someone moves an alias. A release that does not deploy leaves it where it is. */
const ALIAS_BY_HAND: Change = {
  name: 'alias-by-hand',
  apply: (simulated) => {
    const [oldest] = functionOf(simulated, API.FunctionName).versions;
    const moved = { FunctionVersion: oldest?.version, RoutingConfig: { AdditionalVersionWeights: {} } };
    perform(simulated, 'lambda', 'UpdateAlias', { ...API, Name: ALIAS, ...moved });
  },
};

/** Someone deletes the newest version, which nothing calls yet. Nobody can bring it back: another release has to. */
export const VERSION_DELETED: Change = {
  name: 'version-deleted',
  takes: GONE,
  when: (simulated) => !isCalled(simulated, newestOf(simulated)),
  apply: (simulated) =>
    void perform(simulated, 'lambda', 'DeleteFunction', { ...API, Qualifier: newestOf(simulated) }),
};

/** What happens beside a release. */
export const CHANGES: readonly Change[] = [
  {
    // It is raised until a person has mended what raised it.
    name: 'alarm',
    apply: ({ cloudWatch }) => {
      cloudWatch[ALARM] = 'ALARM';
      return (later) => void (later.cloudWatch[ALARM] = 'OK');
    },
  },
  byHand('configured-by-hand', 'UpdateFunctionConfiguration', { MemorySize: 1024 }),
  byHand('coded-by-hand', 'UpdateFunctionCode', { ZipFile: zipSync({ 'index.js': strToU8('by hand') }) }),
  byHand('published-by-hand', 'PublishVersion', {}),
  ALIAS_BY_HAND,
  {
    name: 'settings-deleted',
    takes: /settings/,
    apply: ({ ssm }) => {
      const name = settingsParameterName(IDENTITY);
      const kept = ssm[name];
      delete ssm[name];
      return (later) => {
        if (kept) later.ssm[name] = structuredClone(kept);
      };
    },
  },
];

/** The same beside a release that fails by itself: it names nothing else. */
export const CHANGES_OF_A_FAILURE: readonly Change[] = CHANGES.filter(({ takes }) => takes === undefined);

/** The same beside one that does not deploy. */
export const CHANGES_OF_A_REFUSAL: readonly Change[] = CHANGES_OF_A_FAILURE.filter(
  (one) => one !== ALIAS_BY_HAND,
);
