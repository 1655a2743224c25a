'use client'

/*
 * What every page needs or may need at once, in one script: the parts of its frame, and what stands in its place when it
 * breaks. Layouts, errors and pages would otherwise bring these in scripts of their own, and on a slow phone each script
 * that is asked for holds up the first paint.
 */
export { Wordmark } from '@/components/brand'
export { NothingHere } from '@/components/nothing-here'
export { PageFooter } from '@/components/page-footer'
export { default as ErrorPage } from './error'
export { default as GlobalErrorPage } from './global-error'
