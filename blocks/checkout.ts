/** The script `multipay-checkout`: both payment methods, and the way back to a payment that was not finished. */
import { settings as alipay } from './alipay';
import { hasVisitedAny } from './shared/browser-memory';
import { wentBack } from './shared/leave-page';
import { showResumeNotice } from './shared/resume-notice';
import { settings as weChatPay } from './wechat-pay';

const active = weChatPay ?? alipay;
const unfinished = weChatPay?.resume ?? alipay?.resume;
if (active && unfinished) showResumeNotice(active.endpoint_base, unfinished);
// Browsers show a checkout from before the order when one comes back from the provider; a fresh one knows the payment.
else if (active && wentBack() && hasVisitedAny()) location.reload();
