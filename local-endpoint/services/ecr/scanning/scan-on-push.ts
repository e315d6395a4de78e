import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetRegistryScanningConfigurationCommand,
  type RegistryScanningRule,
} from '@aws-sdk/client-ecr';
import type { Repository, EcrStore } from '../store';
import { isScannable } from './media-type';
import { startScan } from './scan';

/**
 * Scans an image that was just pushed, where the repository's own setting or a rule of the registry says so.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic-enabling.html
 */
export async function scanPushed(
  store: EcrStore,
  repository: Repository,
  digest: string,
  manifest: string,
): Promise<void> {
  if (isScannable(manifest) && (await isWanted(store, repository)))
    startScan(store, repository, digest, manifest);
}

async function isWanted(store: EcrStore, { account, region, name }: Repository): Promise<boolean> {
  const client = new ECRClient(store.context.aws.asService(account, region));
  const described = await client.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }));
  if (described.repositories?.[0]?.imageScanningConfiguration?.scanOnPush) return true;
  const { scanningConfiguration } = await client.send(new GetRegistryScanningConfigurationCommand({}));
  return (scanningConfiguration?.rules ?? []).some((rule) => covers(rule, name));
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html */
function covers({ scanFrequency, repositoryFilters = [] }: RegistryScanningRule, name: string): boolean {
  if (scanFrequency !== 'SCAN_ON_PUSH') return false;
  return repositoryFilters.some(({ filter = '' }) =>
    filter.includes('*') ? expression(filter).test(name) : name.includes(filter),
  );
}

function expression(filter: string): RegExp {
  const parts = filter.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
