import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../kit/aws-error';
/** What memory goes with so much CPU: from, to and in steps of so many GB. */
type Memory = readonly [from: number, to: number, step: number];

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html */
const SIZES = new Map<number, Memory>([
  [256, [0.5, 2, 0.5]], // but not 1.5
  [512, [1, 4, 1]],
  [1024, [2, 8, 1]],
  [2048, [4, 16, 1]],
  [4096, [8, 30, 1]],
  [8192, [16, 60, 4]],
  [16384, [32, 120, 8]],
]);

const LARGEST_CPU = 16384;

/**
 * Checks what Fargate asks of a task definition, and moto does not.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 * @throws AwsError `ClientException` for another network mode, or a size that Fargate does not have
 */
export function checkFargate({
  requiresCompatibilities = [],
  networkMode,
  cpu,
  memory,
}: RegisterTaskDefinitionRequest): void {
  if (!requiresCompatibilities.includes('FARGATE')) return;
  if (networkMode !== 'awsvpc') throw refusal('Fargate only supports network mode ‘awsvpc’.');
  if (cpu === undefined) throw refusal("Fargate requires that 'cpu' be defined at the task level.");
  if (memory === undefined) throw refusal("Fargate requires that 'memory' be defined at the task level.");
  const [units, size] = [inUnits(cpu, 'vCPU'), inUnits(memory, 'GB')];
  if (units > LARGEST_CPU || isOffered(units, size / 1024)) return; // larger sizes come and go with AWS
  throw refusal(`No Fargate configuration exists for given values: ${units} CPU, ${size} memory.`);
}

/** `256` and `.25 vCPU` are the same, and so are `2048` and `2 GB`. */
function inUnits(text: string, unit: string): number {
  const [, number = '', named] = /^\s*([\d.]+)\s*([a-z]+)?\s*$/i.exec(text) ?? [];
  if (number === '' || (named && named.toLowerCase() !== unit.toLowerCase()))
    throw refusal(`Invalid 'cpu' or 'memory' setting for task: ${text}`);
  return named ? Number(number) * 1024 : Number(number);
}

function isOffered(units: number, gigabytes: number): boolean {
  if (units === 256 && gigabytes === 1.5) return false;
  const [from, to, step] = SIZES.get(units) ?? [0, -1, 1];
  return gigabytes >= from && gigabytes <= to && (gigabytes - from) % step === 0;
}

const refusal = (message: string): AwsError => new AwsError('ClientException', message);
