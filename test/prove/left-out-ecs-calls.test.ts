import { previousTag, releaseParameterName, servingTag } from '../../handlers/contract/names';
import { IDENTITY } from '../../prove/ecs-service/names';
import { MEMORY } from '../../prove/ecs-service/start';
import { ecsBlueGreen } from '../../prove/kinds/ecs-blue-green';
import { ecsRolling } from '../../prove/kinds/ecs-rolling';
import { isProvider } from '../../prove/providers/names';
import { type Attempt, isChange } from '../../prove/run/call';
import { record } from '../../prove/run/record';

/** What a function leaves out: the end of its name, the operation, and a word of its input. */
type LeftOut = readonly [action: string, operation: string, word: string];

const [PREVIOUS, SERVING, RECORD] = [
  previousTag(IDENTITY),
  servingTag(IDENTITY),
  releaseParameterName(IDENTITY),
];

const RECORDING: readonly (readonly [...LeftOut, what: RegExp])[] = [
  ['record-release', 'PutImage', PREVIOUS, /must have the tag \S+-previous/],
  ['record-release', 'PutImage', SERVING, /must have the tag \S+-serving/],
  ['record-release', 'PutParameter', RECORD, /3: the record must name/],
];

const SCANNING = ['scan-images', 'StartImageScan', '', /the execution must succeed/] as const;

/** Each changing call of a release, but for job results, and what is found where its function leaves it out. */
const FOUND = [
  {
    ...{ kind: ecsRolling, scenario: 'release' },
    calls: [
      SCANNING,
      ['update-task-definition', 'RegisterTaskDefinition', `"${MEMORY.after}"`, /the execution must succeed/],
      ['update-task-definition', 'UpdateService', '', /the execution must succeed/],
      ...RECORDING,
    ],
  },
  {
    ...{ kind: ecsRolling, scenario: 'unhealthy-release' },
    calls: [
      [
        ...(['update-task-definition', 'RegisterTaskDefinition', `"${MEMORY.before}"`] as const),
        /2: the newest revision must be/,
      ],
    ],
  },
  { kind: ecsBlueGreen, scenario: 'release', calls: [SCANNING, ...RECORDING] },
] as const;

const scenarioOf = ({ kind, scenario }: (typeof FOUND)[number]) => {
  const found = kind.scenarios.find(({ name }) => name === scenario);
  if (!found) throw new Error(`${kind.name} must have the scenario ${scenario}`);
  return found;
};

const matches = ([action, operation, word]: LeftOut, by: string, attempt: Attempt): boolean =>
  by === action && attempt.operation === operation && JSON.stringify(attempt.input).includes(word);

describe.each(FOUND)('a function of $kind.name, $scenario', (one) => {
  test.each(one.calls)('leaves out %s %s %s, which is found', async (action, operation, word, what) => {
    const left = record(scenarioOf(one), (by, attempt) => matches([action, operation, word], by, attempt));
    await expect(left).rejects.toThrow(what);
  });

  test('makes no other changing call', async () => {
    const { invocations } = await record(scenarioOf(one));
    const known = FOUND.filter(({ kind }) => kind === one.kind).flatMap(({ calls }) => [...calls]);
    const unknown = invocations.flatMap(({ invocation: { action }, calls }) =>
      calls
        .filter(({ attempt: { operation } }) => isChange(operation) && !operation.startsWith('PutJob'))
        .filter(() => !isProvider(action))
        .filter(
          ({ attempt }) =>
            !known.some(([by, operation, word]) => matches([by, operation, word], action, attempt)),
        )
        .map(({ attempt: { operation, input } }) => `${action} ${operation} ${JSON.stringify(input)}`),
    );
    expect(unknown).toEqual([]);
  });
});
