/** An image in ECR. */
export interface ImageReference {
  /** `<account>.dkr.ecr.<region>.amazonaws.com` */
  readonly registry: string;
  readonly repository: string;
  /** `sha256:…` @default - the image is named by tag */
  readonly digest?: string;
  /** @default - the image is named by digest */
  readonly tag?: string;
}

/** The registry of one account in one region. */
export interface EcrRegistry {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

const REFERENCE =
  /^(?<registry>\d{12}\.dkr[.-]ecr[\w.-]*)\/(?<repository>[^:@]+)(?::(?<tag>[\w.-]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

const REGISTRY = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;

/** @returns nothing for an image that is not in ECR */
export function parseImage(text: string): ImageReference | undefined {
  const { registry, repository, tag, digest } = REFERENCE.exec(text)?.groups ?? {};
  if (!registry || !repository) return undefined;
  return digest ? { registry, repository, digest } : { registry, repository, tag: tag ?? 'latest' };
}

/** An image reference by digest. */
export function formatImage({ registry, repository }: ImageReference, digest: string): string {
  return `${registry}/${repository}@${digest}`;
}

/** Whether an image is in a registry; the same account has one in every region. */
export function isIn({ registry }: ImageReference, { account, region }: EcrRegistry): boolean {
  const [, registryAccount, registryRegion] = REGISTRY.exec(registry) ?? [];
  return registryAccount === account && registryRegion === region;
}
