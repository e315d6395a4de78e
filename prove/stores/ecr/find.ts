import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import type { RepositoryState } from './model';

/** @throws ServiceError where there is no such repository */
export function repositoryOf({ ecr = {} }: SimulatedAccount, name: string): RepositoryState {
  const images = ecr[name];
  if (images) return images;
  throw new ServiceError('RepositoryNotFoundException', `The repository with name '${name}' does not exist`);
}

/** By digest, or else by tag. @returns nothing where the repository has no such image */
export const findDigest = (
  images: RepositoryState,
  { imageDigest, imageTag = '' }: ImageIdentifier,
): string | undefined =>
  Object.entries(images).find(([digest, { tags }]) =>
    imageDigest === undefined ? tags.includes(imageTag) : digest === imageDigest,
  )?.[0];
