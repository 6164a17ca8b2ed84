import type { FailureCode } from '../../result.ts'
import type { Texts } from '../index.ts'

export const failuresZhHant = {
  malformedCall: '未有收款：系統未能理解這項要求。請重新載入頁面；如再次出現，請通知主管。',
  unknownCall: '未有收款：此頁面與收銀系統的版本不同。請重新載入頁面。',
  wrongWindow: '未有收款：此視窗不能進行這項操作。請使用收銀視窗。',
  signInNeeded: '未有收款：此處尚未登入。請先登入，然後再試。',
  notPermitted: '未有收款：你的職級無權進行這項操作。請找主管協助。',
  overrideNeeded: '尚未執行：這項操作須由主管或經理在此輸入密碼批准。',
  overrideNotAllowed: '尚未執行：此人不能為你批准這項操作，請選擇另一人。',
  tooManyCalls: '未有收款：操作過於頻密。請稍等數秒再試。',
  bug: '已儲存的紀錄安全，但系統出現錯誤。請先查看此單，不要急於重複操作，並把編號 {reference} 告知主管。',
  notConnected: '沒有新的收款，已儲存的紀錄安全：收銀系統暫時沒有回應。請等待恢復。',
  wrongPin: 'PIN 不正確，請再試。',
  lockedOut: 'PIN 輸入錯誤次數過多。此員工可於 {until} 再登入，其他員工現在可以登入。',
  staffUnknown: '此收銀機的員工名單沒有這位員工。請選擇其他姓名。',
  amountMissing: '未有收款：尚未輸入金額。請先輸入金額。',
  amountNotANumber: '未有收款：這不是金額。請只輸入數字，例如 128.50。',
  amountZero: '未有收款：金額是零。請輸入大於零的金額。',
  amountNegative: '未有收款：金額不能是負數。請不要輸入負號。',
  amountTooManyDecimals: '未有收款：金額最多只有兩個小數位。請重新輸入。',
  amountAboveCeiling: '未有收款：此收銀機每次最多收 {ceiling}。請核對金額。',
  noShift: '未有收款：尚未開更。請先開更。',
  shiftAlreadyOpen: '沒有任何更改：此收銀機已經開更，請繼續使用。',
  saleUnknown: '未有收款：此收銀機沒有這張單。請開新單。',
  saleNotOpen: '未有收款：此單已完成或已取消。請開新單。',
  anotherSaleOpen: '未有收款：畫面上另有一張單。請先完成或暫存該單。',
  saleHasMoney: '款項保留在此單：已有收款，因此不能取消。請收取餘額，或暫存此單並找主管協助。',
  paymentInFlight: '沒有再次收款：此單有一筆付款仍可能到賬。請等候結果，或先取消該筆付款。',
  paymentUnknown: '沒有任何更改：此收銀機沒有這筆付款。請在交易紀錄查找。',
  tooManyWaiting: '此單仍在畫面上：已暫存 {limit} 張單，已達上限。請先取回並完成其中一張。',
  tooManyPayments: '未有收款。此單已有 {limit} 次付款，已達上限。請暫存此單並通知主管。',
  amountAboveRest: '未有收款：只餘 {rest} 未付。只有現金可以多收並找贖。',
  notInTenCents: '未有收款：以現金或八達通支付部分款項時，金額須為一毫的倍數。請更正金額。',
  belowSmallestCoin: '未有收款：金額少於最小的硬幣（一毫）。請改用其他方式。',
  methodNotSetUp: '未有收款：此收銀機尚未設定{method}。請改用其他方式，並請經理安排設定。',
  cannotCancelNow: '付款仍在進行，現時不能取消。請等候結果。',
  notPossibleNow: '沒有任何更改：這筆付款目前不能進行這項操作。請查看其狀況再選擇。',
  methodNeedsLine:
    '未有收款：{method}需要線路，而現時線路中斷。請改用其他方式，或待線路恢復後再試。',
  amountAboveMethodCeiling:
    '未有收款：{method}每次最多收 {ceiling}。請減少以此方式收取的金額，或改用其他方式。',
  scanNotAccepted:
    '未有收款：所掃描的是{looksLike}。此收銀機接受微信支付、AlipayHK、支付寶及銀聯的付款碼。請顧客在 App 出示付款碼。',
  scanUsed: '沒有再次收款：此付款碼已用過。請顧客更新付款碼，然後再掃描。',
  scanTooOld: '未有收款：此付款碼已過時。請顧客更新付款碼，然後再掃描。',
  scanMissing: '未有收款：未有掃描付款碼，或掃描後相隔太久。請掃描顧客的付款碼。',
  scanOff: '未有收款：此收銀機已停用這類付款碼。請顧客出示其他付款碼，或改用其他方式。',
  scanNotSealed:
    '未有收款：此付款碼載有卡資料，未能加密，因此沒有送出。請顧客更新付款碼；如再次出現，請改用其他方式。',
  discrepancyUnknown: '沒有任何更改：此收銀機沒有這筆款項，或已有決定。請查看交易紀錄。',
  refundTooMuch: '未有退款：最多只可再退 {left}。請更正金額。',
  refundNotPossible: '未有退款：這筆付款不能在此退款。請勿以現金退回，並請經理處理。',
  refundNotInTenCents: '未有退款：現金退款須為 10 仙的倍數。請更正金額。',
  refundUnderWay: '沒有再次退款：這筆款項的退款仍在進行。請先等候結果。',
  refundNeedsLine:
    '未有退款：這項退款須經支付機構辦理，而現時線路中斷。請待線路恢復後再試，切勿以現金退回。',
  releaseAboveCeiling:
    '未有放行貨品：款項未經確認時，每次最多可放行 {ceiling} 的貨品。請等候確認，或取消後改用其他方式。',
  releaseTotalReached:
    '未有放行貨品：未經確認的款項合計最多可放行 {ceiling} 的貨品，加上這筆會超出。請等候確認，或改用其他方式。',
  channelSlow:
    '收款照常：{channel} 回應緩慢，新付款會改經其他通道（如有）。等候結果時請勿重複收款。',
  clockOff:
    '收款照常。此電腦的時鐘與支付平台相差 {minutes} 分鐘，收據和報表上的時間因此不準。請校正電腦時鐘。',
  channelNotice: '{channel} 通知：{notice}',
  channelDown:
    '結果不會遺失：{channel} 未能正常回應，新付款會改經其他通道（如有）。等候結果時請勿重複收款。',
  uploadForked:
    '收款照常，所有紀錄已存於此機。支付平台持有此收銀機的另一份日誌，因此不再接收這份。請聯絡支援：須重新登記此收銀機。',
  uploadRefused:
    '收款照常，所有紀錄已存於此機。支付平台現時不接收此收銀機的紀錄（{reason}）。系統每分鐘再試；如持續如此，請聯絡支援。',
  rowsNotUnderstood:
    '款項不受影響：支付平台持有此收銀機 {count} 項未能使用的紀錄。請經理查看「通道」畫面所列項目。',
  notEnrolled:
    '不會經 {channel} 收款：此收銀機尚未在該處登記（{reason}）。請改用其他方式，並請經理辦理登記。',
  terminalHasUnknown:
    '未有收款：「{terminal}」上一筆付款未有結果。請改用其他方式，或請主管在「待處理」確認。',
  terminalBusy: '沒有任何更改：「{terminal}」正在處理其他操作。請待其完成後再試。',
  terminalUnknown: '沒有任何更改：此收銀機沒有這部終端機。請重新查看裝置清單。',
  terminalPathTaken: '沒有任何更改：此收銀機另一部終端機已使用 {path}。請選擇其他連接埠。',
  portNotAllowed:
    '沒有開啟任何連接埠：培訓模式不會使用 {path}，只可連接附設的模擬終端機及測試用的虛擬終端。',
  terminalCannotSettle: '未有結算：「{terminal}」不能由收銀機結算。請在終端機上結算。',
  terminalAway:
    '款項不會遺失：與「{terminal}」沒有連線（{reason}）。請檢查其連接線及電源，系統會自動再試。',
  terminalSilent: '款項不會遺失：「{terminal}」已連接但沒有回應。請查看是否已開機並在主畫面。',
  octopusNone: '未有收款：此收銀機沒有八達通讀寫器。請改用其他方式，並請經理安排設定。',
  octopusBusy: '未有收款：「{reader}」正在處理其他操作。請待其完成後再試。',
  octopusHasUnknown:
    '未有收款：「{reader}」上一筆八達通付款未能確認是否已扣款。請先在「待處理」處理；在此之前請改用其他方式。',
  octopusAway:
    '款項不會遺失：與「{reader}」沒有連線（{reason}）。請檢查其連接線及電源，系統會自動再試。',
  octopusSilent: '款項不會遺失：「{reader}」已連接但沒有回應。請查看是否已開機，系統會自動再試。',
  octopusCannot:
    '沒有任何更改：「{reader}」不能這樣做，因為所接的設備沒有這項功能。請在該設備上進行，或詢問負責人員。',
  octopusFileOld:
    '收款照常。「{reader}」已有 {hours} 小時未寫入交換檔案，沒有交換檔案店舖便收不到款項。請主管在「收款裝置」畫面寫入。',
  octopusFileDue:
    '未有收款：「{reader}」須先寫入交換檔案才可再收款。請主管在「收款裝置」畫面寫入；在此之前請改用其他方式。',
  octopusFileDiffers:
    '每筆付款均已存於此機，但「{reader}」最近的交換檔案在筆數或總額上與收銀機不符。請經理在「收款裝置」畫面核對；下一個檔案會再次比對。',
  receiptUnknown: '未有收據可顯示：全數收款後才會有收據。請查看紀錄。',
  settingUnknown: '款項不受影響。此版本不認識設定「{key}」（{source}），已略過。請檢查拼寫。',
  settingWrong: '款項不受影響。設定「{key}」（{source}）的值不能使用，已略過。請更正。',
  settingsUnreadable:
    '款項不受影響。未能讀取設定（{source}），現沿用上一次的正確設定。請安排修復檔案。',
  settingsNotStored: '款項不受影響，但這項選擇未能儲存，重新啟動後會失效。請檢查磁碟能否寫入。',
  noSecretStore:
    '收款照常。這部電腦沒有安全存放金鑰的地方，收銀機改用只有此電腦用戶才可讀取的檔案。請資訊科技人員設定金鑰圈。',
  notInTraining: '未有付款：此功能只限培訓模式使用。',
  notWaitingForMoney: '未有付款：顧客已不能再支付這筆款項。',
  trainingNotDeleted: '培訓未能重新開始：舊紀錄無法刪除。請關閉並重新啟動收銀機，然後再試。',
  diskFull: '未有收款：磁碟已滿，無法儲存紀錄。之前儲存的紀錄安全。請騰出空間後再試。',
  diskLow:
    '暫停新的收款：磁碟只餘 {freeMiB} MiB。已儲存的紀錄安全，進行中的結果仍會儲存。請騰出空間。',
  storageFailed: '未有收款：磁碟未能寫入紀錄。之前儲存的紀錄安全。請再試；如再次出現，請聯絡支援。',
  databaseReadOnly:
    '已儲存的紀錄安全，但紀錄檔不能寫入，因此不能收款。請開放該檔案及資料夾的寫入權限，然後重新啟動。',
  databaseDamaged:
    '收銀紀錄已損壞，現已原封不動地保留，暫不能收款。請勿刪除任何檔案，並聯絡支援檢查及還原備份。',
  databaseNewer:
    '已儲存的紀錄安全。紀錄由較新版本的 Harbour Till 寫入（格式 {version}）。請安裝該版本或更新版本，然後重新啟動。',
  databaseUnsafe: '已儲存的紀錄安全，但此電腦未能確保紀錄穩妥寫入，因此不能收款。請聯絡支援。',
  anotherTill:
    '已儲存的紀錄安全。此收銀機已在另一個視窗或程式中運行。請使用該視窗，或關閉後再啟動。',
  wrongEnvironment:
    '紀錄沒有混淆：紀錄與收銀機分屬培訓及正式環境，兩者不符，暫不能收款。請聯絡支援。',
  liveNotAvailable: '未有收款：此版本尚未支援真實收款。請以培訓模式啟動。',
  secretsSealed:
    '已儲存的資料安全。收銀機的密鑰鎖在此電腦的密鑰庫內，本程式無法開啟：{path}。請以原來的電腦使用者登入，並以桌面程式啟動收銀機。',
  secretsNotOpened:
    '已儲存的資料安全，但此電腦未能解鎖收銀機的密鑰：{path}（{reason}）。請以設定收銀機的使用者登入此電腦，解鎖其密鑰庫，然後重新啟動收銀機。請勿刪除任何檔案。',
  profileUnreadable:
    '已儲存的紀錄安全，但收銀機所需的檔案無法使用：{path}（{reason}）。請安排修復，然後重新啟動。',
} as const satisfies Record<FailureCode, string>

export const scannedZhHant: Texts['scanned'] = {
  productBarcode: '貨品條碼',
  ourCode: '此收銀機的碼',
  link: '網址或供手機掃描的碼',
  empty: '無法讀取的內容',
  unknown: '此收銀機不認識的碼',
}
