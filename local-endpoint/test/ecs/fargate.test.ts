import { checkFargate } from '../../services/ecs/tasks/fargate';

const task = (change: object) => ({
  family: 'shop',
  containerDefinitions: [],
  requiresCompatibilities: ['FARGATE' as const],
  networkMode: 'awsvpc' as const,
  cpu: '256',
  memory: '512',
  ...change,
});

test.each([
  { cpu: '256', memory: '2048' },
  { cpu: '.25 vCPU', memory: '0.5GB' },
  { cpu: '1 vCPU', memory: '8 GB' },
  { cpu: '8192', memory: '20480' },
  { requiresCompatibilities: undefined, networkMode: 'bridge', cpu: undefined, memory: '300' },
])('a task may be %j', (change) => {
  expect(() => checkFargate(task(change))).not.toThrow();
});

test.each<[object, string]>([
  [{ networkMode: 'bridge' }, 'Fargate only supports network mode ‘awsvpc’.'],
  [{ networkMode: undefined }, 'Fargate only supports network mode ‘awsvpc’.'],
  [{ cpu: undefined }, "Fargate requires that 'cpu' be defined at the task level."],
  [{ memory: undefined }, "Fargate requires that 'memory' be defined at the task level."],
  [{ memory: '300' }, 'No Fargate configuration exists for given values: 256 CPU, 300 memory.'],
  [{ memory: '1.5 GB' }, 'No Fargate configuration exists for given values: 256 CPU, 1536 memory.'],
  [{ cpu: '8192', memory: '17408' }, 'No Fargate configuration exists for given values: 8192 CPU, 17408'],
  [{ cpu: '300' }, 'No Fargate configuration exists for given values: 300 CPU, 512 memory.'],
  [{ cpu: 'much' }, "Invalid 'cpu' or 'memory' setting for task: much"],
])('Fargate refuses %j', (change, message) => {
  expect(() => checkFargate(task(change))).toThrow(message);
});
