/** A connection to a provider of git repositories. */
export interface Connection {
  readonly arn: string;
  readonly name: string;
  /** `GitHub`, `GitLab`, … */
  readonly providerType: string;
  readonly hostArn?: string;
  readonly accountId: string;
  readonly region: string;
  tags: Tag[];
  /** A deleted one is remembered, so that it is told apart from one that nobody made here. */
  deleted: boolean;
}

/** A tag as this API writes it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
export const PROVIDER_TYPES: readonly string[] = [
  'Bitbucket',
  'GitHub',
  'GitHubEnterpriseServer',
  'GitLab',
  'GitLabSelfManaged',
  'AzureDevOps',
];
