import { previousTag, releaseParameterName, servingTag } from '../../handlers/contract/names';
import { IDENTITY } from '../../prove/ecs-service/names';
import { MEMORY } from '../../prove/ecs-service/start';
import { ecsBlueGreen } from '../../prove/kinds/ecs-blue-green';
import { ecsRolling } from '../../prove/kinds/ecs-rolling';
import { describeLeftOut, type LeftOutCalls } from './left-out';

const [PREVIOUS, SERVING, RECORD] = [
  previousTag(IDENTITY),
  servingTag(IDENTITY),
  releaseParameterName(IDENTITY),
];

const RECORDING: LeftOutCalls['calls'] = [
  ['record-release', 'PutImage', PREVIOUS, /must have the tag \S+-previous/],
  ['record-release', 'PutImage', SERVING, /must have the tag \S+-serving/],
  ['record-release', 'PutParameter', RECORD, /3: the record must name/],
];

const SCANNING = ['scan-images', 'StartImageScan', '', /the execution must succeed/] as const;

describeLeftOut([
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
]);
