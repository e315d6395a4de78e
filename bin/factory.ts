import { runFactoryApp } from '../lib/factory-app';

/** The CDK app that cdk.json names. */
runFactoryApp();
