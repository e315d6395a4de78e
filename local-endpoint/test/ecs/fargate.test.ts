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

test.each<{ change: object; message: string }>([
  { change: { networkMode: 'bridge' }, message: 'Fargate only supports network mode ‘awsvpc’.' },
  { change: { networkMode: undefined }, message: 'Fargate only supports network mode ‘awsvpc’.' },
  { change: { cpu: undefined }, message: "Fargate requires that 'cpu' be defined at the task level." },
  { change: { memory: undefined }, message: "Fargate requires that 'memory' be defined at the task level." },
  {
    change: { memory: '300' },
    message: 'No Fargate configuration exists for given values: 256 CPU, 300 memory.',
  },
  {
    change: { memory: '1.5 GB' },
    message: 'No Fargate configuration exists for given values: 256 CPU, 1536 memory.',
  },
  {
    change: { cpu: '8192', memory: '17408' },
    message: 'No Fargate configuration exists for given values: 8192 CPU, 17408',
  },
  {
    change: { cpu: '300' },
    message: 'No Fargate configuration exists for given values: 300 CPU, 512 memory.',
  },
  { change: { cpu: 'much' }, message: "Invalid 'cpu' or 'memory' setting for task: much" },
])('Fargate refuses $change', ({ change, message }) => {
  expect(() => checkFargate(task(change))).toThrow(message);
});
