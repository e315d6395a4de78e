/** What `app` is in the cdk.json of a folder in which the package is installed; without quotes that only some shells know. */
export const PACKAGED_APP = 'node -e "require(\'pipeline-factory/app\')"';
